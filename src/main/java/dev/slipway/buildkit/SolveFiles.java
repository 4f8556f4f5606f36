package dev.slipway.buildkit;

import dev.slipway.buildkit.session.Attachable;
import dev.slipway.buildkit.session.Session;
import dev.slipway.buildkit.session.content.ContentStores;
import dev.slipway.buildkit.session.content.OciLayout;
import dev.slipway.buildkit.session.filesend.FileSend;
import dev.slipway.buildkit.type.CacheEntry;
import dev.slipway.buildkit.type.ExportFailedException;
import dev.slipway.buildkit.type.ExportTarget;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SolveResult;
import dev.slipway.oci.Descriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request's exporters and caches need on this side: room for what is sent, layouts that are read or written. The
 * session offers them for the time of one build; what it made is kept when the build has succeeded.
 */
final class SolveFiles implements AutoCloseable {

    private static final String LATEST = "latest";
    private static final String LOCAL = "local";

    private final SolveRequest request;
    private final FileSend fileSend;
    private final Map<String, OciLayout> stores;

    private SolveFiles(SolveRequest request, FileSend fileSend, Map<String, OciLayout> stores) {
        this.request = request;
        this.fileSend = fileSend;
        this.stores = stores;
    }

    static SolveFiles open(SolveRequest request) {
        Map<String, OciLayout> stores = new HashMap<>();
        try {
            SolveRequest resolved = withCaches(request, stores);
            Map<Integer, ExportTarget> targets = new LinkedHashMap<>();
            for (int i = 0; i < request.exporters().size(); i++) {
                Exporter exporter = request.exporters().get(i);
                Optional<ExportTarget> target = exporter.target();
                if (target.isEmpty()) {
                    continue;
                }
                if (layout(exporter).isPresent()) {
                    stores.put("export", layout(exporter).get());
                } else {
                    targets.put(i, target.get());
                }
            }
            return new SolveFiles(resolved, FileSend.open(targets), stores);
        } catch (IOException e) {
            throw new ExportFailedException("The build was not started, as its result has no place: " + describe(e), e);
        }
    }

    /** The request as the daemon can understand it. */
    SolveRequest request() {
        return request;
    }

    Session attachTo(Session session) {
        List<Attachable> attachables = new ArrayList<>();
        ContentStores all = ContentStores.of(stores);
        for (Attachable attachable : session.attachables()) {
            if (attachable instanceof ContentStores given) {
                all = all.and(given);
            } else {
                attachables.add(attachable);
            }
        }
        attachables.add(all);
        attachables.add(fileSend);
        return new Session(session.sharedKey(), attachables);
    }

    /** Keeps what was made. */
    void commit(SolveResult result) {
        try {
            fileSend.commit();
            for (Exporter exporter : request.exporters()) {
                Optional<OciLayout> layout = layout(exporter);
                if (layout.isPresent() && result.imageDescriptor().isPresent()) {
                    tag(layout.get(), names(exporter), result.imageDescriptor().get());
                }
            }
            for (CacheEntry cache : request.cacheExports()) {
                if (cache.type().equals(LOCAL) && result.cacheManifest().isPresent()) {
                    OciLayout layout = OciLayout.at(folder(cache, "dest"));
                    layout.tag(tag(cache), result.cacheManifest().get());
                }
            }
        } catch (IOException e) {
            throw new ExportFailedException(
                    "The build succeeded, but its result could not be stored: " + describe(e), e);
        }
    }

    /** Why something that was sent was not taken. */
    Optional<ExportFailedException> refusal() {
        return fileSend.failure()
                .map(reason -> new ExportFailedException(
                        "The build's result could not be stored: " + describe(reason), reason));
    }

    @Override
    public void close() {
        fileSend.close();
    }

    private static SolveRequest withCaches(SolveRequest request, Map<String, OciLayout> stores) throws IOException {
        for (CacheEntry cache : request.cacheExports()) {
            if (cache.type().equals(LOCAL)) {
                stores.put("local:" + cache.attributes().get("dest"), OciLayout.at(folder(cache, "dest")));
            }
        }
        List<CacheEntry> imports = new ArrayList<>();
        for (CacheEntry cache : request.cacheImports()) {
            if (!cache.type().equals(LOCAL)) {
                imports.add(cache);
                continue;
            }
            OciLayout layout = OciLayout.at(folder(cache, "src"));
            Optional<String> digest = Optional.ofNullable(cache.attributes().get("digest"));
            if (digest.isEmpty()) {
                digest = layout.find(tag(cache))
                        .map(manifest -> manifest.digest().toString());
            }
            // A cache that is not there yet is no reason not to build.
            if (digest.isPresent()) {
                stores.put("local:" + cache.attributes().get("src"), layout);
                imports.add(cache.with("digest", digest.get()));
            }
        }
        return request.withCacheImports(imports);
    }

    private static void tag(OciLayout layout, List<String> names, Descriptor manifest) throws IOException {
        for (String name : names) {
            layout.tag(name, manifest);
        }
    }

    private static List<String> names(Exporter exporter) {
        String names = exporter.attributes().getOrDefault("name", "");
        return names.isEmpty() ? List.of(LATEST) : List.of(names.split(",", -1));
    }

    private static Optional<OciLayout> layout(Exporter exporter) {
        boolean isLayout = "false".equals(exporter.attributes().get("tar"));
        return exporter.target()
                .filter(target -> isLayout && target instanceof ExportTarget.Folder)
                .map(target -> OciLayout.at(((ExportTarget.Folder) target).path()));
    }

    private static Path folder(CacheEntry cache, String attribute) throws IOException {
        String folder = cache.attributes().get(attribute);
        if (folder == null || folder.isEmpty()) {
            throw new IOException("a local cache needs a folder as '%s'".formatted(attribute));
        }
        return Path.of(folder);
    }

    private static String tag(CacheEntry cache) {
        return cache.attributes().getOrDefault("tag", LATEST);
    }

    private static String describe(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
