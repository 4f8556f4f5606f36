package dev.slipway.ui.settings;

import dev.slipway.build.BuildFilter;
import dev.slipway.build.BuildStatus;
import dev.slipway.build.Builds;
import dev.slipway.image.Images;
import dev.slipway.image.Repository;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.project.Projects;
import dev.slipway.ui.kit.Words;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What is in a workspace, in words for whoever is about to delete it. */
@Component
class WorkspaceContents {

    private static final PageRequest MOST = new PageRequest(PageRequest.MAX_LIMIT, null);

    private final Projects projects;
    private final Builds builds;
    private final Images images;
    private final Members members;

    WorkspaceContents(Projects projects, Builds builds, Images images, Members members) {
        this.projects = projects;
        this.builds = builds;
        this.images = images;
        this.members = members;
    }

    List<String> of(Seat seat) {
        Page<Repository> repositories = images.repositories(seat.workspace().id(), MOST);
        long stored =
                repositories.items().stream().mapToLong(Repository::images).sum();
        List<String> lines = new ArrayList<>();
        lines.add(count(projects.list(seat.workspace().id(), MOST), "project") + " with files and history");
        lines.add(count(builds.list(seat.workspace().id(), BuildFilter.all(), MOST), "build") + " with their logs");
        long unfinished = Stream.of(BuildStatus.RUNNING, BuildStatus.QUEUED)
                .mapToLong(status -> unfinished(seat, status))
                .sum();
        if (unfinished > 0) {
            lines.add(Words.count(unfinished, "build") + " not ended yet, cancelled first");
        }
        lines.add((repositories.next() == null ? "" : "more than ") + Words.count(stored, "image")
                + " in the registry, with tags and their history");
        lines.add("the build engine's cache of this workspace");
        lines.add("the places of " + count(members.list(seat, MOST), "member") + ", invitations, tokens bound to it");
        return lines;
    }

    private long unfinished(Seat seat, BuildStatus status) {
        BuildFilter filter = new BuildFilter(Optional.empty(), Optional.of(status), Optional.empty(), Optional.empty());
        return builds.list(seat.workspace().id(), filter, MOST).items().size();
    }

    private static String count(Page<?> page, String one) {
        return (page.next() == null ? "" : "more than ")
                + Words.count(page.items().size(), one);
    }
}
