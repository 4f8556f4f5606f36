package dev.slipway.ui.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.slipway.news.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Turns any number of news into at most five updates of a page in a second; the last news is never lost. */
public final class Beat {

    private static final long MILLIS = 200;

    private final UI ui;
    private final Runnable update;
    private final AtomicBoolean due = new AtomicBoolean();

    /** @param update runs with the page locked */
    public Beat(UI ui, Runnable update) {
        this.ui = ui;
        this.update = update;
    }

    /**
     * Updates a view at a beat, for as long as it is on a page.
     *
     * @param subscribe hands news to its argument until the subscription is closed
     */
    public static void onNews(Component view, Runnable update, Function<Runnable, Subscription> subscribe) {
        view.addAttachListener(attached -> {
            Beat beat = new Beat(attached.getUI(), update);
            Subscription subscription = subscribe.apply(beat::tick);
            view.addDetachListener(detached -> {
                detached.unregisterListener();
                subscription.close();
            });
        });
    }

    /** Something changed; may be called from any thread and returns at once. */
    public void tick() {
        if (due.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS).execute(this::flush);
        }
    }

    private void flush() {
        due.set(false);
        try {
            // A failing update goes to the session's error handler; there is nothing to wait for here.
            var _ = ui.access(update::run);
        } catch (UIDetachedException e) {
            // The page was closed between the news and now; nobody is left to be told.
            return;
        }
    }
}
