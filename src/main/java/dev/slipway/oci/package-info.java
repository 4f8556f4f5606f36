/** The values of the OCI image specification: references, digests, platforms, manifests and configs. */
@NullMarked
package dev.slipway.oci;

import org.jspecify.annotations.NullMarked;
