package dev.slipway.share;

/** News, published inside the transaction that takes a link away. */
record LinkEnded(LinkId link) {}
