package bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How much more heap is alive while something runs than before it. What counts is what garbage collections leave over: the rest
 * only says how much room the JVM was given.
 */
final class HeapWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 20;

    private final long before;
    private final Thread watcher;
    private volatile long most;
    private volatile boolean over;

    private HeapWatch() {
        System.gc();
        before = alive();
        most = before;
        watcher = Thread.ofPlatform().daemon().name("heap-watch").start(this::watch);
    }

    static HeapWatch start() {
        return new HeapWatch();
    }

    /** Bytes so far. */
    long growth() {
        return most - before;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        watcher.join();
    }

    private void watch() {
        try {
            while (!over) {
                most = Math.max(most, alive());
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long alive() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
