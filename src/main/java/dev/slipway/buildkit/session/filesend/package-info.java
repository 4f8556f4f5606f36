/** Takes what exporters send: trees, archives and images, into folders, files and streams. */
@NullMarked
package dev.slipway.buildkit.session.filesend;

import org.jspecify.annotations.NullMarked;
