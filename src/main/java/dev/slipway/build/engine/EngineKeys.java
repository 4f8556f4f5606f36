package dev.slipway.build.engine;

import dev.slipway.home.Home;
import dev.slipway.project.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Names inside a daemon that nobody can guess: whoever knew another project's shared key or cache namespace could read its
 * sources or poison its caches where they share a daemon.
 */
@Component
class EngineKeys {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    EngineKeys(Home home) {
        this.key = new SecretKeySpec(secret(home.room("engine").resolve("key")), ALGORITHM);
    }

    /** Under which the daemon keeps the project's sources. */
    String sharedKey(ProjectId project) {
        return mac("sources " + project.value());
    }

    /** In which the project's {@code RUN --mount=type=cache} live. */
    String cacheNamespace(ProjectId project) {
        return mac("cache " + project.value());
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] secret(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                Path fresh = file.resolveSibling("key.new");
                Files.write(fresh, random);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Slipway can't keep the engine's key in " + file, e);
        }
    }
}
