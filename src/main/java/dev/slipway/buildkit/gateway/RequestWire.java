package dev.slipway.buildkit.gateway;

import dev.slipway.buildkit.grpc.control.CacheOptions;
import dev.slipway.buildkit.grpc.control.CacheOptionsEntry;
import dev.slipway.buildkit.grpc.policy.MatchType;
import dev.slipway.buildkit.grpc.policy.Policy;
import dev.slipway.buildkit.grpc.policy.PolicyAction;
import dev.slipway.buildkit.grpc.policy.Rule;
import dev.slipway.buildkit.grpc.policy.Selector;
import dev.slipway.buildkit.grpc.policy.Update;
import dev.slipway.buildkit.type.CacheEntry;
import dev.slipway.buildkit.type.Exporter;
import dev.slipway.buildkit.type.SolveRequest;
import dev.slipway.buildkit.type.SourcePolicy;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests as protobuf. */
final class RequestWire {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int POLICY_VERSION = 1;

    private RequestWire() {}

    /** A Control.Solve without a frontend: the exporters wait until a result is returned to them. */
    static dev.slipway.buildkit.grpc.control.SolveRequest frame(SolveRequest request, String ref, String sessionId) {
        var frame = dev.slipway.buildkit.grpc.control.SolveRequest.newBuilder()
                .setRef(ref)
                .setSession(sessionId)
                .putAllFrontendAttrs(request.attributes())
                .setCache(CacheOptions.newBuilder()
                        .addAllImports(request.cacheImports().stream()
                                .map(RequestWire::cacheEntry)
                                .toList())
                        .addAllExports(request.cacheExports().stream()
                                .map(RequestWire::cacheEntry)
                                .toList()))
                .addAllEntitlements(request.entitlements())
                .setInternal(request.internal());
        if (!request.sourcePolicy().rules().isEmpty()) {
            frame.setSourcePolicy(policy(request.sourcePolicy()));
        }
        request.exporters().forEach(exporter -> frame.addExporters(exporter(exporter)));
        if (!request.exporters().isEmpty()) {
            // Daemons before v0.13 know one exporter only, newer ones ignore these two.
            Exporter first = request.exporters().getFirst();
            frame.setExporterDeprecated(first.type()).putAllExporterAttrsDeprecated(first.attributes());
        }
        return frame.build();
    }

    static dev.slipway.buildkit.grpc.gateway.SolveRequest.Builder frontend(SolveRequest request) {
        var wire = dev.slipway.buildkit.grpc.gateway.SolveRequest.newBuilder()
                .setFrontend(request.frontend())
                .putAllFrontendOpt(request.attributes())
                .setAllowResultReturn(true)
                .setAllowResultArrayRef(true);
        if (!request.cacheImports().isEmpty()) {
            // The frontend asks for the caches in its own name; the message's field is for callers without a frontend.
            wire.putFrontendOpt("cache-imports", json(request.cacheImports()));
        }
        return wire;
    }

    private static String json(List<CacheEntry> caches) {
        ArrayNode list = JSON.createArrayNode();
        for (CacheEntry cache : caches) {
            ObjectNode entry = list.addObject().put("Type", cache.type());
            ObjectNode attributes = entry.putObject("Attrs");
            cache.attributes().forEach(attributes::put);
        }
        return list.toString();
    }

    private static dev.slipway.buildkit.grpc.control.Exporter exporter(Exporter exporter) {
        return dev.slipway.buildkit.grpc.control.Exporter.newBuilder()
                .setType(exporter.type())
                .putAllAttrs(exporter.attributes())
                .build();
    }

    private static CacheOptionsEntry cacheEntry(CacheEntry entry) {
        return CacheOptionsEntry.newBuilder()
                .setType(entry.type())
                .putAllAttrs(entry.attributes())
                .build();
    }

    private static Policy policy(SourcePolicy policy) {
        Policy.Builder wire = Policy.newBuilder().setVersion(POLICY_VERSION);
        policy.rules().forEach(rule -> wire.addRules(rule(rule)));
        return wire.build();
    }

    private static Rule rule(SourcePolicy.Rule rule) {
        Selector selector = Selector.newBuilder()
                .setIdentifier(rule.source())
                .setMatchType(
                        switch (rule.match()) {
                            case WILDCARD -> MatchType.WILDCARD;
                            case EXACT -> MatchType.EXACT;
                            case REGEX -> MatchType.REGEX;
                        })
                .build();
        Rule.Builder wire = Rule.newBuilder()
                .setSelector(selector)
                .setAction(
                        switch (rule.action()) {
                            case ALLOW -> PolicyAction.ALLOW;
                            case DENY -> PolicyAction.DENY;
                            case CONVERT -> PolicyAction.CONVERT;
                        });
        if (rule.action() == SourcePolicy.Action.CONVERT) {
            Update.Builder update = Update.newBuilder().putAllAttrs(rule.attributes());
            rule.replacement().ifPresent(update::setIdentifier);
            wire.setUpdates(update);
        }
        return wire.build();
    }
}
