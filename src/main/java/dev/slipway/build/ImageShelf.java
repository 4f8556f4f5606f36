package dev.slipway.build;

import dev.slipway.oci.Digest;
import java.util.List;

/** Where images of builds stand; the room above the builds implements it. */
public interface ImageShelf {

    /**
     * Puts an image that the build has pushed by its digest into {@link Build#repository()} under its tags. Called once per
     * build, after the solve. Whoever moves a tag asks {@link BuildLeases#hold} in the same transaction, so that a worker
     * that was given up for dead moves none.
     *
     * @param tags {@code repository:tag}, in the order in which they were asked for; may be empty
     * @throws TagsRefusedException when a rule of the workspace refuses a tag; its sentence ends the build
     * @throws dev.slipway.refusal.Refusal when the image can't be put there; its sentence ends the build
     */
    PublishedImage publish(Build build, Digest digest, List<String> tags);
}
