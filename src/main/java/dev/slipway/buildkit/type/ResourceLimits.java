package dev.slipway.buildkit.type;

import java.util.HashMap;
import java.util.Map;

/**
 * What each {@code RUN} may use (cgroups; BuildKit v0.31). Unset values are without limit. They do not change what is
 * cached.
 *
 * @param values by the frontend's attribute
 */
public record ResourceLimits(Map<String, String> values) {

    public static final ResourceLimits NONE = new ResourceLimits(Map.of());

    private static final long PERIOD_MICROS = 100_000;

    public ResourceLimits {
        values = Map.copyOf(values);
    }

    /** @param bytes of memory, without swap */
    public ResourceLimits memory(long bytes) {
        return with("memory", bytes).with("memswap", bytes);
    }

    /** @param cpus of processor time, 1.5 for instance */
    public ResourceLimits cpus(double cpus) {
        return with("cpuperiod", PERIOD_MICROS).with("cpuquota", Math.round(cpus * PERIOD_MICROS));
    }

    /** @param shares of processor time against other steps, 1024 being usual */
    public ResourceLimits cpuShares(long shares) {
        return with("cpushares", shares);
    }

    /** @param cpus that may be used, {@code 0-3} */
    public ResourceLimits cpuSet(String cpus) {
        return with("cpusetcpus", cpus);
    }

    private ResourceLimits with(String attribute, Object value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(attribute, value.toString());
        return new ResourceLimits(more);
    }
}
