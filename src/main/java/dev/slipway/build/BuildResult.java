package dev.slipway.build;

import java.util.List;
import java.util.Optional;

/** How a build ended, as its worker writes it down. */
record BuildResult(
        BuildStatus status,
        List<BuildStep> steps,
        List<BuildWarning> warnings,
        Optional<PublishedImage> image,
        Optional<BuildError> error) {}
