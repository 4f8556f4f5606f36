package dev.slipway.buildkit.session.filesend;

import io.grpc.ServerCall;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets transfers work side by side until it is shut. Who shuts it interrupts those that are at work, which a full pipe may
 * hold up for ever, and waits for them; not endlessly, as a sink of the caller's may be deaf to interrupts.
 */
final class Gate {

    private static final int TURNS = 50;
    private static final long TURN_MILLIS = 100;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<Thread> atWork = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

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
        shut = true;
        try {
            for (int turn = 0; turn < TURNS; turn++) {
                atWork.forEach(Thread::interrupt);
                if (lock.writeLock().tryLock(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                    lock.writeLock().unlock();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Runnable work) {
        lock.readLock().lock();
        atWork.add(Thread.currentThread());
        try {
            if (!shut) {
                work.run();
            }
        } finally {
            atWork.remove(Thread.currentThread());
            lock.readLock().unlock();
        }
    }
}
