package dev.slipway.build.engine;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the build engine.
 *
 * @param buildkitd the program; unset: the newest under {@code ~/.slipway/tools/buildkit}, then PATH
 * @param runc as before
 * @param rootlesskit what an ordinary user starts buildkitd with, found as before
 * @param cniBin folder with the CNI plugins bridge, host-local, loopback and firewall; unset: the usual folders
 * @param share one daemon for all workspaces, which then share one trust domain and its cache
 * @param network what RUN steps get
 * @param idle how long a daemon without a build stays
 * @param startDeadline how long a daemon may take until it answers
 * @param steps that one daemon runs at the same time
 * @param cacheReserved cache of one daemon that is never cleaned away
 * @param cacheMost cache of one daemon past which it is cleaned
 * @param diskFree what a daemon's cache leaves free on its disk
 */
@ConfigurationProperties("slipway.engine")
record EngineProperties(
        @Nullable Path buildkitd,
        @Nullable Path runc,
        @Nullable Path rootlesskit,
        @Nullable Path cniBin,
        @DefaultValue("false") boolean share,
        @DefaultValue("auto") NetworkChoice network,
        @DefaultValue("15m") Duration idle,
        @DefaultValue("30s") Duration startDeadline,
        @DefaultValue("4") int steps,
        @DefaultValue("2GB") DataSize cacheReserved,
        @DefaultValue("20GB") DataSize cacheMost,
        @DefaultValue("2GB") DataSize diskFree) {

    /** A variable of the environment that is set to nothing is not set. */
    EngineProperties {
        buildkitd = named(buildkitd);
        runc = named(runc);
        rootlesskit = named(rootlesskit);
        cniBin = named(cniBin);
    }

    private static @Nullable Path named(@Nullable Path path) {
        return path == null || path.toString().isEmpty() ? null : path;
    }

    /** What an administrator may ask for. */
    enum NetworkChoice {
        /** The bridge where the machine allows it, else the host's network. */
        AUTO,
        BRIDGE,
        HOST
    }
}
