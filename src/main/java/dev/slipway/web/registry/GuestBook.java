package dev.slipway.web.registry;

import dev.slipway.image.ImageContents;
import dev.slipway.image.Images;
import dev.slipway.oci.Digest;
import dev.slipway.share.ShareLinks;
import dev.slipway.share.SharedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Knows what the keys of links let pull. The key is asked for on every request, so revoking a link ends a pull at once. */
@Component
class GuestBook {

    private static final int REMEMBERED = 64;

    private final ObjectProvider<ShareLinks> links;
    private final Images images;

    /** What belongs to an image follows from its digest, and a pull asks for it layer by layer. */
    private final Map<Digest, ImageContents> contents = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, ImageContents> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** @param links none in an edge that stands alone */
    GuestBook(ObjectProvider<ShareLinks> links, Images images) {
        this.links = links;
        this.images = images;
    }

    static boolean isKey(String secret) {
        return secret.startsWith(ShareLinks.PREFIX);
    }

    Optional<SharedImage> find(String key) {
        return links.stream().flatMap(all -> all.image(key).stream()).findFirst();
    }

    ImageContents contents(SharedImage image) {
        ImageContents known = contents.get(image.digest());
        if (known != null) {
            return known;
        }
        ImageContents read = images.contents(image.workspace().id(), image.repository(), image.digest());
        contents.put(image.digest(), read);
        return read;
    }
}
