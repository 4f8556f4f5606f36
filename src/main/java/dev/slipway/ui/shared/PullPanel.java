package dev.slipway.ui.shared;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import dev.slipway.build.Build;
import dev.slipway.build.PublishedImage;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.Registry;
import dev.slipway.ui.kit.Words;
import dev.slipway.ui.kit.Zone;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How whoever has the link gets the image: a sign-in that is good for this one image, and the pull command. */
final class PullPanel extends Div {

    private static final long serialVersionUID = 1L;

    private final String registry = Registry.ofBrowser();
    private transient @Nullable PublishedImage shown;

    PullPanel() {
        addClassName("pullpanel");
    }

    void show(Build build, String workspace, String key, Instant expiresAt) {
        if (build.image().isEmpty()) {
            removeAll();
            add(new Paragraph(
                    build.status().isFinal()
                            ? "This build made no image."
                            : "The pull command appears here when the build succeeds."));
            return;
        }
        PublishedImage image = build.image().get();
        if (image.equals(shown)) {
            return;
        }
        shown = image;
        removeAll();
        String name = registry + "/" + workspace + "/" + image.repository() + "@" + image.digest();
        add(
                new H2("1. Sign in with this link"),
                new Paragraph("It lets you pull this one image and nothing else, until "
                        + Words.when(expiresAt, Instant.now(), Zone.ofBrowser()) + "."),
                Parts.commandLine("echo " + key + " | docker login --username link --password-stdin " + registry),
                new H2("2. Pull the image"),
                Parts.commandLine("docker pull " + name),
                Parts.div(
                        "facts",
                        Parts.fact("Size, compressed", Words.size(image.size())),
                        Parts.fact(
                                "Platform",
                                Parts.text(
                                        "mono",
                                        image.platforms().stream()
                                                .map(Object::toString)
                                                .collect(Collectors.joining(", "))))));
    }
}
