package dev.slipway.ui.pushes;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.slipway.credential.Credential;
import dev.slipway.image.RepositoryName;
import dev.slipway.oci.Digest;
import dev.slipway.oci.RegistryHost;
import dev.slipway.paging.PageRequest;
import dev.slipway.push.Destination;
import dev.slipway.push.Push;
import dev.slipway.push.PushFilter;
import dev.slipway.push.PushRequest;
import dev.slipway.push.PushStatus;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.workspace.Permission;
import java.util.List;
import java.util.Optional;

/** Sends one image to as many places as somebody names, and shows how far each is. */
final class PushDialog extends Dialog {

    private static final long serialVersionUID = 1L;

    private final transient PushDesk desk;
    private final transient RepositoryName repository;
    private final transient Digest image;
    private final Div answer = new Div();
    private final TextField destination = new TextField("Add a destination");
    private final Select<Credential> credential = new Select<>();
    private final Button push = new Button("Push");
    private final Span state = Parts.text("t2 grow", "");
    private final PushList list;

    /** @param name as people call the image: {@code storefront:1.8.0} */
    PushDialog(PushDesk desk, RepositoryName repository, Digest image, String name, String suggestedTag) {
        this.desk = desk;
        this.repository = repository;
        this.image = image;
        this.list = new PushList(desk, new PushFilter(Optional.of(repository), Optional.of(image)), this::showState);
        setHeaderTitle("Push " + name);
        setWidth("680px");
        setMaxWidth("calc(100vw - 24px)");
        Span digest = Parts.text("mono", Words.shortDigest(image.toString()));
        digest.setTitle(image.toString());
        add(Parts.div(
                "stack",
                Parts.div(
                        "row wrap",
                        digest,
                        Parts.filler(),
                        Parts.text("small t2", "Closing this window does not stop the pushes.")),
                list,
                answer,
                form(suggestedTag)));
        Button close = new Button("Close", click -> close());
        getFooter().add(state, close);
        fillCredentials();
    }

    private Div form(String suggestedTag) {
        destination.setPlaceholder("registry.example.com/team/name:" + suggestedTag);
        destination.setMaxLength(Destination.MAX_LENGTH);
        destination.addClassName("grow");
        destination.setValueChangeMode(ValueChangeMode.LAZY);
        destination.addValueChangeListener(change -> fillCredentials());
        destination.addKeyPressListener(Key.ENTER, enter -> push());
        credential.setLabel("Credential");
        credential.setEmptySelectionAllowed(true);
        credential.setEmptySelectionCaption("none");
        credential.setItemLabelGenerator(
                each -> each == null ? "none" : each.name().value());
        push.addThemeVariants(ButtonVariant.PRIMARY);
        push.addClickListener(click -> push());
        Div row = Parts.div("pushform", destination, credential, push);
        Button add = Parts.button(Glyph.KEY, "Add credential");
        add.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        if (desk.mayAddCredentials()) {
            add.addClickListener(click -> CredentialForm.open(
                    desk.credentials(),
                    desk.door(),
                    registry().map(RegistryHost::name).orElse(""),
                    added -> {
                        fillCredentials();
                        credential.setValue(added);
                    }));
            return Parts.div("stack", row, Parts.div("row", add));
        }
        return Parts.div("stack", row, Parts.off(add, "Adding a credential needs the role maintainer."));
    }

    private Optional<RegistryHost> registry() {
        try {
            return destination.getValue().isBlank()
                    ? Optional.empty()
                    : Optional.of(Destination.parse("/destinations/0", destination.getValue())
                            .registry());
        } catch (Refusal unfinished) {
            return Optional.empty();
        }
    }

    /** Those of the registry that is being typed; all of them before that. */
    private void fillCredentials() {
        Optional<RegistryHost> registry = registry();
        List<Credential> fitting = desk
                .credentials()
                .list(desk.door().enter(Permission.PUSH_IMAGE), new PageRequest(PageRequest.MAX_LIMIT, null))
                .items()
                .stream()
                .filter(each -> registry.isEmpty() || each.registry().equals(registry.get()))
                .toList();
        Credential before = credential.getValue();
        credential.setItems(fitting);
        credential.setHelperText(
                fitting.isEmpty() && registry.isPresent() ? "none stored for " + registry.get() : null);
        if (before != null && fitting.contains(before)) {
            credential.setValue(before);
        } else if (registry.isPresent() && !fitting.isEmpty()) {
            credential.setValue(fitting.getFirst());
        }
    }

    private void push() {
        answer.removeAll();
        try {
            desk.pushes()
                    .submit(
                            desk.door().enter(Permission.PUSH_IMAGE),
                            repository,
                            image,
                            PushRequest.to(
                                    List.of(destination.getValue().strip()),
                                    Optional.ofNullable(credential.getValue()).map(Credential::name)));
            destination.clear();
            list.refresh();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
        destination.focus();
    }

    private void showState(List<Push> pushes) {
        long failed = pushes.stream()
                .filter(each -> each.status() == PushStatus.FAILED)
                .count();
        long under = pushes.stream().filter(each -> !each.status().isFinal()).count();
        String words;
        if (failed > 0) {
            words = failed + " of " + Words.count(pushes.size(), "push").replace("pushs", "pushes")
                    + (failed == 1 ? " needs you" : " need you");
        } else if (under > 0) {
            words = under + " under way";
        } else {
            words = pushes.isEmpty() ? "Not pushed anywhere yet" : "All done";
        }
        Parts.setText(state, words);
    }
}
