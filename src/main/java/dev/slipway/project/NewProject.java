package dev.slipway.project;

import dev.slipway.refusal.Refusal;
import java.util.Optional;

/**
 * A project to be.
 *
 * @param template the sample whose files it begins with; empty for a project without files
 */
public record NewProject(ProjectName name, String description, Optional<String> template) {

    public NewProject {
        if (description.length() > Project.MAX_DESCRIPTION
                || description.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw Refusal.invalid(
                    "/description",
                    "invalid-description",
                    "A description has up to " + Project.MAX_DESCRIPTION + " characters.");
        }
    }

    public static NewProject empty(ProjectName name) {
        return new NewProject(name, "", Optional.empty());
    }
}
