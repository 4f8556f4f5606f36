package dev.slipway.project;

import dev.slipway.workspace.WorkspaceCreated;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gives the first user of a new Slipway something to build at once. */
@Component
class SampleProject {

    private final Projects projects;

    SampleProject(Projects projects) {
        this.projects = projects;
    }

    @EventListener
    void makeSample(WorkspaceCreated created) {
        if (created.firstRun()) {
            NewProject sample = new NewProject(
                    new ProjectName(Samples.FIRST), "A first image to build", Optional.of(Samples.FIRST));
            projects.create(created.workspace().id(), sample, Author.of(created.owner()));
        }
    }
}
