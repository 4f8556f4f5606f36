package dev.slipway.registry;

import java.io.IOException;
import java.time.Duration;

/** How requests of the distribution API reach one registry. */
interface RegistryTransport extends AutoCloseable {

    /**
     * Sends {@code request} as it is. The caller closes the answer, whatever its status.
     *
     * @param patience from the last byte of the request to the first of the answer
     */
    RegistryResponse exchange(RegistryRequest request, Duration patience) throws IOException;

    /**
     * The target of an upload's next request.
     *
     * @param asked the target that was answered with it
     * @param location as the registry sent it: what it has in its query is signed and goes back as it came
     */
    String onward(String asked, String location) throws IOException;

    /** True as long as the registry asked for no credential. */
    default boolean wasNeverAsked() {
        return true;
    }

    /** Ends what is under way, too. */
    @Override
    void close();
}
