package dev.slipway.image;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Without its image store Slipway takes no builds: each of them ends with a push. */
@Component
class ImageStoreHealthIndicator extends AbstractHealthIndicator {

    private final ImageStore store;

    ImageStoreHealthIndicator(ImageStore store) {
        super("The image store can't be asked");
        this.store = store;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(store.isReady() ? "UP" : "DOWN");
    }
}
