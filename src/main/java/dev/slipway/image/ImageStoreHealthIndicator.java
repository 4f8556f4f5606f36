package dev.slipway.image;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Without its image store Slipway takes no builds: each of them ends with a push, and most begin with a base image. */
@Component
class ImageStoreHealthIndicator extends AbstractHealthIndicator {

    private final ImageStore store;
    private final BaseImages baseImages;

    ImageStoreHealthIndicator(ImageStore store, BaseImages baseImages) {
        super("The image store can't be asked");
        this.store = store;
        this.baseImages = baseImages;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(store.isReady() && baseImages.areShelved() ? "UP" : "DOWN");
    }
}
