package dev.slipway.buildkit.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Hands what arrives on one connection to another, reads on when that has taken it, and ends it with the first. */
final class Pump extends ChannelInboundHandlerAdapter {

    private final Channel to;

    Pump(Channel to) {
        this.to = to;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            context.read();
        } else if (!context.channel().isOpen()) {
            ChannelFuture _ = to.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        to.writeAndFlush(bytes).addListener(written -> {
            if (written.isSuccess()) {
                context.read();
            } else {
                ChannelFuture _ = context.close();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ChannelFuture _ = to.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelFuture _ = context.close();
    }
}
