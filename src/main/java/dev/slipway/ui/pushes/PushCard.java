package dev.slipway.ui.pushes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.slipway.credential.Credential;
import dev.slipway.credential.CredentialName;
import dev.slipway.paging.PageRequest;
import dev.slipway.push.Push;
import dev.slipway.push.PushStatus;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.kit.Ask;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Mark;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.StatusMark;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One push: where to, how far, what went wrong, and what can be done about it. */
final class PushCard extends Section {

    private static final long serialVersionUID = 1L;

    private final transient PushDesk desk;
    private final StatusMark mark = new StatusMark(Mark.QUEUED).named();
    private final Span facts = Parts.text("t2 num", "");
    private final Div actions = Parts.div("toolbar");
    private final Div trouble = Parts.div("desterr");
    private final Div answer = new Div();
    private final LayerTracks layers = new LayerTracks();
    private transient Push push;
    private transient @Nullable PushStatus shown;

    PushCard(PushDesk desk, Push push) {
        this.desk = desk;
        this.push = push;
        addClassName("dest");
        Span place = Parts.text("mono grow ell", push.destination().toString());
        place.setTitle(push.repository() + "@" + push.digest());
        add(new Header(mark, place, facts, actions), trouble, answer, layers);
        getElement().setAttribute("aria-label", "Push to " + push.destination());
        show(push);
    }

    void show(Push now) {
        push = now;
        Parts.setText(facts, facts(now));
        trouble.setVisible(now.error().isPresent());
        now.error().ifPresent(error -> Parts.setText(trouble, error));
        layers.setVisible(now.status() != PushStatus.SUCCEEDED);
        if (now.status() != PushStatus.SUCCEEDED) {
            layers.show(now);
        }
        if (now.status() != shown) {
            shown = now.status();
            mark.show(markOf(now.status()));
            getElement().getClassList().set("failed", now.status() == PushStatus.FAILED);
            actions.removeAll();
            answer.removeAll();
            fillActions(now);
        }
    }

    static Mark markOf(PushStatus status) {
        return switch (status) {
            case QUEUED -> Mark.QUEUED;
            case RUNNING -> Mark.RUN;
            case SUCCEEDED -> Mark.OK;
            case FAILED -> Mark.FAIL;
            case CANCELLED -> Mark.CANCELLED;
        };
    }

    private static String facts(Push push) {
        return switch (push.status()) {
            case QUEUED -> "queued";
            case RUNNING -> Words.size(push.there()) + " of " + Words.size(push.size());
            case SUCCEEDED, CANCELLED, FAILED ->
                push.status().word() + " "
                        + push.endedAt()
                                .map(at -> Words.when(at, Instant.now(), Zone.ofBrowser()))
                                .orElse("");
        };
    }

    private void fillActions(Push now) {
        if (!desk.mayPush()) {
            return;
        }
        switch (now.status()) {
            case QUEUED, RUNNING -> actions.add(small(Glyph.X, "Cancel", this::cancel));
            case FAILED, CANCELLED -> {
                if (now.status() == PushStatus.FAILED) {
                    actions.add(small(Glyph.KEY, "Change credential", this::askForCredential));
                }
                actions.add(small(Glyph.RETRY, "Retry", () -> retry(Optional.empty())));
            }
            case SUCCEEDED -> {}
        }
    }

    private Button small(Glyph glyph, String words, Runnable action) {
        Button button = Parts.button(glyph, words);
        button.addThemeVariants(ButtonVariant.SMALL);
        button.setAriaLabel(words + ": " + push.destination());
        button.addClickListener(click -> action.run());
        return button;
    }

    private void cancel() {
        act(() -> show(desk.pushes().cancel(desk.door().enter(Permission.PUSH_IMAGE), push.id())));
    }

    private void retry(Optional<CredentialName> credential) {
        act(() -> again(credential));
    }

    private void again(Optional<CredentialName> credential) {
        show(desk.pushes().retry(desk.door().enter(Permission.PUSH_IMAGE), push.id(), credential));
    }

    private void askForCredential() {
        List<Credential> fitting = desk
                .credentials()
                .list(desk.door().enter(Permission.PUSH_IMAGE), new PageRequest(PageRequest.MAX_LIMIT, null))
                .items()
                .stream()
                .filter(credential ->
                        credential.registry().equals(push.destination().registry()))
                .toList();
        if (fitting.isEmpty() && desk.mayAddCredentials()) {
            CredentialForm.open(
                    desk.credentials(),
                    desk.door(),
                    push.destination().registry().name(),
                    added -> retry(Optional.of(added.name())));
            return;
        }
        Select<Credential> credential = new Select<>();
        credential.setLabel("Credential");
        credential.setItems(fitting);
        credential.setItemLabelGenerator(each -> each.name() + " (" + each.username() + ")");
        credential.setEmptySelectionAllowed(false);
        credential.setWidthFull();
        credential.setHelperText(
                fitting.isEmpty()
                        ? "None is stored for %s. A maintainer adds one under Settings, Credentials."
                                .formatted(push.destination().registry())
                        : "What is there already is not sent again.");
        Optional<CredentialName> refused = push.credential().map(Push.UsedCredential::name);
        fitting.stream()
                .filter(each -> !refused.equals(Optional.of(each.name())))
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .ifPresent(credential::setValue);
        new Ask(
                        "Change credential",
                        "Retry",
                        () -> again(Optional.of(Optional.ofNullable(credential.getValue())
                                .map(Credential::name)
                                .orElseThrow(() -> Refusal.invalid(
                                        "/credential", "no-credential", "There is no credential to retry with.")))),
                        credential)
                .open();
    }

    private void act(Runnable action) {
        answer.removeAll();
        try {
            action.run();
        } catch (Refusal refusal) {
            answer.add(Notice.failed(refusal.sentence(), ""));
        }
    }

    Push push() {
        return Objects.requireNonNull(push);
    }
}
