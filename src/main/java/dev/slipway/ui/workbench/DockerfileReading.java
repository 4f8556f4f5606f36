package dev.slipway.ui.workbench;

/** What the workbench reads out of a Dockerfile and its {@code .dockerignore}. */
final class DockerfileReading {

    private DockerfileReading() {}

    static DockerfileOptions options(String dockerfile) {
        return DockerfileOptions.NONE;
    }

    static FileTree.Ignored ignored(String dockerignore) {
        return path -> false;
    }
}
