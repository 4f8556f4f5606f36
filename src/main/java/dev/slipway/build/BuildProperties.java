package dev.slipway.build;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the queue and of logs.
 *
 * @param worker whether this Slipway runs builds, or only takes them
 * @param parallel builds that this Slipway runs at the same time
 * @param queueLimit builds of one workspace that may wait
 * @param lease how long a worker may be silent until its builds are given up
 * @param timeLimit how long one build may run
 * @param logLimit bytes of one build's log, past which only the last lines are kept
 */
@ConfigurationProperties("slipway.build")
public record BuildProperties(
        @DefaultValue("true") boolean worker,
        @DefaultValue("2") int parallel,
        @DefaultValue("50") int queueLimit,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("2h") Duration timeLimit,
        @DefaultValue("512MB") DataSize logLimit) {}
