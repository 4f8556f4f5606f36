/** News inside this JVM: who subscribed is told, and nobody else is harmed. */
@NullMarked
package dev.slipway.news;

import org.jspecify.annotations.NullMarked;
