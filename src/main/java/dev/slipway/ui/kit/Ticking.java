package dev.slipway.ui.kit;

import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A duration that counts on in the browser while something runs; nothing is sent for it. */
public final class Ticking extends Span {

    private static final long serialVersionUID = 1L;

    private static final String STOP = "clearInterval(this.slipwayTicking);";
    // The browser's clock may be off: it counts from the milliseconds that the server says have passed.
    private static final String COUNT = STOP
            + " const begun = performance.now() - $0; const show = () => {"
            + " const s = Math.floor((performance.now() - begun) / 1000), two = n => String(n).padStart(2, '0');"
            + " this.textContent = s < 60 ? s + ' s' : s < 3600 ? Math.floor(s / 60) + ':' + two(s % 60)"
            + " : Math.floor(s / 3600) + ':' + two(Math.floor(s / 60) % 60) + ':' + two(s % 60);"
            + " if (!this.isConnected) clearInterval(this.slipwayTicking); };"
            + " show(); this.slipwayTicking = setInterval(show, 1000);";

    private Optional<Instant> running = Optional.empty();

    public Ticking() {
        addClassName("num");
        addAttachListener(attached -> running.ifPresent(this::count));
    }

    /** Counts from {@code start} on. */
    public void runningSince(Instant start) {
        if (running.filter(start::equals).isPresent()) {
            return;
        }
        running = Optional.of(start);
        if (isAttached()) {
            count(start);
        }
    }

    /** Stands still. */
    public void took(Duration time) {
        running = Optional.empty();
        if (isAttached()) {
            getElement().executeJs(STOP);
        }
        setText("");
        setText(Words.buildTime(time));
    }

    private void count(Instant start) {
        getElement().executeJs(COUNT, (double)
                Math.max(0, Duration.between(start, Instant.now()).toMillis()));
    }
}
