package dev.slipway.journey;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;

/**
 * Files and folders dragged in from the desktop. Chromium is told by its own protocol, so that the page gets a real
 * {@code DataTransfer}: one that a script makes holds no folders.
 */
record FileDrop(List<Path> paths) {

    private static final int COPY = 1;

    static FileDrop of(Path... paths) {
        return new FileDrop(List.of(paths));
    }

    /** Drags them over the middle of the window. */
    void over(Page page) {
        CDPSession chromium = page.context().newCDPSession(page);
        dispatch(chromium, page, "dragEnter");
        dispatch(chromium, page, "dragOver");
    }

    /** Drags them over the middle of the window and lets go. */
    void on(Page page) {
        CDPSession chromium = page.context().newCDPSession(page);
        dispatch(chromium, page, "dragEnter");
        dispatch(chromium, page, "dragOver");
        dispatch(chromium, page, "drop");
    }

    private void dispatch(CDPSession chromium, Page page, String type) {
        JsonObject data = new JsonObject();
        data.add("items", new JsonArray());
        JsonArray files = new JsonArray();
        paths.forEach(path -> files.add(path.toAbsolutePath().toString()));
        data.add("files", files);
        data.addProperty("dragOperationsMask", COPY);
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.addProperty("x", page.viewportSize().width / 2);
        event.addProperty("y", page.viewportSize().height / 2);
        event.add("data", data);
        chromium.send("Input.dispatchDragEvent", event);
    }
}
