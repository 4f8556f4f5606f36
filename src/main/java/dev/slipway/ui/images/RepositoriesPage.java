package dev.slipway.ui.images;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.slipway.image.Images;
import dev.slipway.image.Repository;
import dev.slipway.paging.PageRequest;
import dev.slipway.ui.Navigation;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import dev.slipway.workspace.Seat;
import java.time.Instant;
import java.util.List;

/** The repositories of a workspace. */
final class RepositoriesPage extends Div {

    private static final long serialVersionUID = 1L;

    RepositoriesPage(Seat seat, Images images) {
        addClassName("colgroup");
        String workspace = seat.workspace().name().value();
        List<Repository> all = images.repositories(seat.workspace().id(), new PageRequest(PageRequest.MAX_LIMIT, null))
                .items();
        add(Parts.div(
                "pagehead",
                Parts.div(
                        "grow",
                        Parts.title("Images"),
                        Parts.text(
                                "t2",
                                all.isEmpty()
                                        ? "Nothing here yet"
                                        : Words.count(all.size(), "repository")
                                                .replace("repositorys", "repositories")))));
        if (all.isEmpty()) {
            Div inside = Parts.div(
                    "in",
                    Parts.text("strong", "No images yet"),
                    Parts.text(
                            "t2", "A build that succeeds puts its image here. Or push one from a machine with Docker:"),
                    Parts.commandLine("docker push " + Registry.ofBrowser() + "/" + workspace + "/app:latest"),
                    Parts.link(Navigation.projects(workspace), "Open a project and press Build"));
            add(Parts.div("sheet empty", inside));
            return;
        }
        Div sheet = Parts.div("sheet");
        all.forEach(repository -> sheet.add(row(workspace, repository)));
        add(sheet);
    }

    private static Anchor row(String workspace, Repository repository) {
        Anchor row = Parts.link(
                Navigation.repository(workspace, repository.name().value()),
                Glyph.BOX.icon(),
                Parts.div(
                        "cell2 grow",
                        Parts.text("title", repository.name().value()),
                        new Span(Words.count(repository.tags(), "tag") + ", "
                                + Words.count(repository.images(), "image"))),
                Parts.time(
                        Words.ago(repository.updatedAt(), Instant.now(), Zone.ofBrowser()),
                        repository.updatedAt(),
                        Zone.ofBrowser()));
        row.addClassNames("nrow", "plainlink");
        return row;
    }
}
