package dev.slipway.ui.kit;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.shared.Tooltip;
import dev.slipway.build.PublishedImage;
import dev.slipway.ui.Navigation;
import org.jspecify.annotations.Nullable;

/** What a build made: tags, digest, size and the command that gets it. */
public final class ImageReady extends Div {

    private static final long serialVersionUID = 1L;

    private @Nullable PublishedImage shown;

    public ImageReady() {
        addClassName("imageready");
        getElement().setAttribute("role", "status");
        setVisible(false);
    }

    /** @param registry host and port under which clients reach this Slipway */
    public void show(String workspace, PublishedImage image, String registry) {
        if (image.equals(shown)) {
            return;
        }
        shown = image;
        removeAll();
        Div tags = Parts.div("tags");
        image.tags().forEach(tag -> tags.add(Parts.chip("tag mono", Glyph.TAG, shortTag(image, tag))));
        String digest = image.digest().toString();
        Anchor link = Parts.link(Navigation.image(workspace, image.repository(), digest), Words.shortDigest(digest));
        link.addClassName("mono");
        Tooltip.forComponent(link).setText(digest);
        String name = registry + "/" + workspace + "/"
                + image.tags().stream().findFirst().orElse(image.repository() + "@" + digest);
        add(
                new StatusMark(Mark.OK),
                Parts.text("strong", image.tags().isEmpty() ? "Image kept by digest" : "Image ready"),
                tags,
                link,
                Parts.text("t2 num", Words.size(image.size())),
                Parts.filler(),
                Parts.commandLine("docker pull " + name));
        setVisible(true);
    }

    public void hide() {
        shown = null;
        setVisible(false);
    }

    /** Tags of the image's own repository need not repeat its name. */
    private static String shortTag(PublishedImage image, String tag) {
        return tag.startsWith(image.repository() + ":")
                ? tag.substring(image.repository().length() + 1)
                : tag;
    }
}
