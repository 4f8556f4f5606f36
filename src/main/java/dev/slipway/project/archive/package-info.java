/** Reads archives that strangers made, and writes archives: formats only, nothing is unpacked to a file system. */
@NullMarked
package dev.slipway.project.archive;

import org.jspecify.annotations.NullMarked;
