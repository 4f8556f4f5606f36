package dev.slipway.build;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the shelf needs of the builds, without a worker that runs any. */
@Configuration(proxyBeanMethods = false)
@Import({BuildLeases.class, BuildRows.class})
public class LeasesOnly {}
