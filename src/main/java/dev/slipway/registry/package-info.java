/** A client of the OCI distribution API: manifests, tags and blobs of one registry, streamed. */
@NullMarked
package dev.slipway.registry;

import org.jspecify.annotations.NullMarked;
