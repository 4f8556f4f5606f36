package dev.slipway.journey;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What axe-core finds wrong with a page for people who don't see it or don't use a mouse (WCAG 2.2 A and AA). */
final class Axe {

    private static final String SOURCE = source();

    /**
     * Serious and critical findings, each with where it is. Two of Vaadin's own are left out: the scroller in its tabs has a
     * tabindex, and axe measures the focusable cell around a link as if it were a second target.
     */
    private static final String RUN = """
            async () => {
                const result = await axe.run(document, {
                    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
                    resultTypes: ['violations'],
                });
                const ofVaadin = (found, node) => found.id === 'aria-required-children' && /vaadin-tabs$/.test(node.target.join(' '))
                    || found.id === 'target-size' && /vaadin-grid-cell/.test(node.target.join(' '));
                return result.violations
                    .filter(found => found.impact === 'serious' || found.impact === 'critical')
                    .flatMap(found => found.nodes.filter(node => !ofVaadin(found, node)).slice(0, 5).map(node =>
                        `${found.id} (${found.impact}): ${node.target.join(' ')}: ${node.html.slice(0, 200)} ${
                            node.any.concat(node.all).map(check => check.message).join('; ').slice(0, 200)}`));
            }
            """;

    private Axe() {}

    static List<String> findings(Page page) {
        page.evaluate(SOURCE);
        return ((List<?>) page.evaluate(RUN)).stream().map(String::valueOf).toList();
    }

    private static String source() {
        try (InputStream script = Objects.requireNonNull(
                Axe.class.getResourceAsStream("/axe.min.js"), "axe.min.js is not on the class path")) {
            // An expression for evaluate, which would call a function that the script happens to end with.
            return "(() => {" + new String(script.readAllBytes(), StandardCharsets.UTF_8) + "})()";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
