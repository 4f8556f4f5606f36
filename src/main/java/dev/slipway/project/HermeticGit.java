package dev.slipway.project;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit away from the git settings of the machine and of the user that runs Slipway: what a repository does is decided
 * here alone. It also spares JGit's start of a {@code git} program to find those settings.
 */
final class HermeticGit extends SystemReader.Delegate {

    /** Larger content is streamed when read; smaller content is read at once. */
    private static final int STREAM_FROM_BYTES = 1 << 20;

    private static final int PACK_CACHE_BYTES = 64 << 20;

    private HermeticGit(SystemReader machine) {
        super(machine);
    }

    static synchronized void install() {
        if (SystemReader.getInstance() instanceof HermeticGit) {
            return;
        }
        SystemReader.setInstance(new HermeticGit(SystemReader.getInstance()));
        WindowCacheConfig cache = new WindowCacheConfig();
        cache.setStreamFileThreshold(STREAM_FROM_BYTES);
        cache.setPackedGitLimit(PACK_CACHE_BYTES);
        cache.install();
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    /** Settings that are not there and are never written. */
    private static final class NoConfig extends FileBasedConfig {

        NoConfig(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // Nothing to read.
        }

        @Override
        public void save() {
            // JGit keeps measurements of the file system here; they are measured again.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
