/** The {@code /v2/} edge: what docker, containerd and their like speak with, authorised by workspace. See docs/decisions/0003-the-v2-edge.md. */
@NullMarked
package dev.slipway.web.registry;

import org.jspecify.annotations.NullMarked;
