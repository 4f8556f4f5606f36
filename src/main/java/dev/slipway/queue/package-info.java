/** A database table as a queue, and the worker that takes jobs from one: leases on database time, first reason to stop wins. */
@NullMarked
package dev.slipway.queue;

import org.jspecify.annotations.NullMarked;
