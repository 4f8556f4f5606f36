package dev.slipway.ui.shared;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.communication.IndexHtmlRequestListener;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import dev.slipway.build.Build;
import dev.slipway.share.ShareLink;
import dev.slipway.share.ShareLinks;
import dev.slipway.share.SharedPart;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.springframework.stereotype.Component;

/**
 * Puts the preview of a link into the page's head on the server, where chat programs look, which run no script. It tells what
 * the summary tells, if the link shows that, and never the key.
 */
@Component
class SharedPageHead implements VaadinServiceInitListener, IndexHtmlRequestListener {

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "/s/";

    private final transient ShareLinks links;

    SharedPageHead(ShareLinks links) {
        this.links = links;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(this);
    }

    @Override
    public void modifyIndexHtmlResponse(IndexHtmlResponse response) {
        String path =
                Optional.ofNullable(response.getVaadinRequest().getPathInfo()).orElse("");
        if (!path.startsWith(PREFIX)) {
            return;
        }
        Optional<ShareLink> link = links.find(path.substring(PREFIX.length()));
        Optional<Build> build = link.flatMap(links::build);
        Document page = response.getDocument();
        if (link.isEmpty() || build.isEmpty()) {
            response.getVaadinResponse().setStatus(HttpServletResponse.SC_NOT_FOUND);
            describe(page, "Slipway", "This link opens nothing.");
            return;
        }
        describe(page, title(link.get(), build.get()), description(link.get(), build.get()));
    }

    /** The first words of the page. */
    static String heading(ShareLink link, Build build) {
        return link.shows(SharedPart.SUMMARY) ? build.projectName() + " #" + build.number() : "Shared build";
    }

    static String title(ShareLink link, Build build) {
        return link.shows(SharedPart.SUMMARY)
                ? heading(link, build) + " · " + build.status().word()
                : heading(link, build);
    }

    private static String description(ShareLink link, Build build) {
        if (!link.shows(SharedPart.SUMMARY)) {
            return "A container image build on Slipway.";
        }
        String steps = Words.count(build.steps().size(), "step");
        return BuildWords.time(build, Instant.now())
                .map(time -> "Started by " + build.actorName() + ", " + steps + ", " + Words.buildTime(time) + ".")
                .orElse("Asked for by " + build.actorName() + ", waiting in the queue.");
    }

    private static void describe(Document page, String title, String description) {
        page.title(title);
        meta(page, "name", "description", description);
        meta(page, "name", "robots", "noindex, nofollow");
        meta(page, "name", "twitter:card", "summary");
        meta(page, "property", "og:type", "website");
        meta(page, "property", "og:site_name", "Slipway");
        meta(page, "property", "og:title", title);
        meta(page, "property", "og:description", description);
    }

    /** As an attribute, which the document escapes. */
    private static void meta(Document page, String kind, String name, String content) {
        page.head().appendElement("meta").attr(kind, name).attr("content", content);
    }
}
