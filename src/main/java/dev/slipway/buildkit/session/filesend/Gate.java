package dev.slipway.buildkit.session.filesend;

import io.grpc.ServerCall;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets transfers work side by side until it is shut; who shuts it waits for those that are at work. */
final class Gate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean shut;

    ServerCall.Listener<byte[]> guard(ServerCall.Listener<byte[]> transfer) {
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
                pass(() -> transfer.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                pass(transfer::onHalfClose);
            }

            @Override
            public void onCancel() {
                transfer.onCancel();
            }
        };
    }

    void shut() {
        lock.writeLock().lock();
        try {
            shut = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void pass(Runnable work) {
        lock.readLock().lock();
        try {
            if (!shut) {
                work.run();
            }
        } finally {
            lock.readLock().unlock();
        }
    }
}
