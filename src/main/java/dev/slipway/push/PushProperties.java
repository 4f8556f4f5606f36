package dev.slipway.push;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of pushes.
 *
 * @param worker whether this Slipway pushes, or only takes orders
 * @param parallel pushes that this Slipway runs at the same time
 * @param perWorkspace how many of them may be of one workspace
 * @param blobs blobs that one push sends at the same time
 * @param queueLimit pushes of one workspace that may wait
 * @param keep ended pushes of one workspace that are kept on record
 * @param lease how long a worker may be silent until another one goes on with its pushes
 * @param timeLimit how long one attempt may run
 */
@ConfigurationProperties("slipway.push")
public record PushProperties(
        @DefaultValue("true") boolean worker,
        @DefaultValue("8") int parallel,
        @DefaultValue("4") int perWorkspace,
        @DefaultValue("3") int blobs,
        @DefaultValue("100") int queueLimit,
        @DefaultValue("1000") int keep,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("6h") Duration timeLimit) {}
