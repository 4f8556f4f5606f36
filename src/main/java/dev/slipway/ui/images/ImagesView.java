package dev.slipway.ui.images;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import dev.slipway.account.CurrentCaller;
import dev.slipway.credential.Credentials;
import dev.slipway.image.ImageDetails;
import dev.slipway.image.Images;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.TagRules;
import dev.slipway.image.Tags;
import dev.slipway.oci.Digest;
import dev.slipway.push.PushNews;
import dev.slipway.push.Pushes;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.Section;
import dev.slipway.ui.WorkspaceScreen;
import dev.slipway.ui.kit.Notice;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.pushes.PushDesk;
import dev.slipway.ui.pushes.PushesPanel;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;

/**
 * Repositories, one repository, or one image. A repository's name may have slashes, which Vaadin's router takes only at an
 * address's end, so one view reads the whole rest of the address and shows the page that it names.
 */
@Route(Navigation.IMAGES_ROUTE)
@PermitAll
class ImagesView extends WorkspaceScreen {

    private static final long serialVersionUID = 1L;

    private final transient Images images;
    private final transient Tags tags;
    private final transient TagRules rules;
    private final transient Pushes pushes;
    private final transient PushNews pushNews;
    private final transient Credentials credentials;
    private final Div column = Parts.div("col colgroup");

    ImagesView(
            CurrentCaller callers,
            Access access,
            Images images,
            Tags tags,
            TagRules rules,
            Pushes pushes,
            PushNews pushNews,
            Credentials credentials) {
        super(callers, access, Section.IMAGES);
        this.images = images;
        this.tags = tags;
        this.rules = rules;
        this.pushes = pushes;
        this.pushNews = pushNews;
        this.credentials = credentials;
        addClassName("page");
        add(column);
    }

    @Override
    protected void show(Seat seat, BeforeEnterEvent event) {
        String path = event.getRouteParameters().get(Navigation.PATH).orElse("");
        column.removeAll();
        if (path.isEmpty()) {
            setPageTitle("Images · " + workspaceName());
            column.add(new RepositoriesPage(seat, images));
            return;
        }
        int slash = path.lastIndexOf('/');
        Optional<Digest> digest = Digest.tryParse(path.substring(slash + 1));
        String repository = digest.isPresent() ? path.substring(0, Math.max(0, slash)) : path;
        RepositoryName name = RepositoryName.find(repository).orElseThrow(Refusal::notFound);
        if (digest.isPresent()) {
            setPageTitle(Words.shortDigest(digest.get().toString()) + " · " + name);
            showImage(seat, name, digest.get());
        } else {
            setPageTitle(name + " · " + workspaceName());
            PushDesk desk = pushDesk(seat);
            RepositoryTabs.Place place = RepositoryTabs.Place.of(event.getLocation()
                    .getQueryParameters()
                    .getSingleParameter(RepositoryPage.TAB)
                    .orElse(""));
            column.add(new RepositoryPage(seat, images, tags, rules, name, this::seatFor, desk, place));
        }
    }

    private void showImage(Seat seat, RepositoryName name, Digest digest) {
        try {
            ImageDetails image = images.image(seat.workspace().id(), name, digest);
            PushDesk desk = pushDesk(seat);
            column.add(new ImagePage(seat, image, desk));
            column.add(PushesPanel.sheet(desk, name, digest));
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.UNAVAILABLE) {
                throw refusal;
            }
            column.add(Parts.title(Words.shortDigest(digest.toString())), Notice.failed(refusal.sentence(), ""));
        }
    }

    private PushDesk pushDesk(Seat seat) {
        return new PushDesk(seat, this::seatFor, pushes, pushNews, credentials);
    }

    /** Asks again whether the caller may, at the moment of a click. */
    interface Door {
        Seat enter(Permission needed);
    }
}
