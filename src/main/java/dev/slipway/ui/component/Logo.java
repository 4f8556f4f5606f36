package dev.slipway.ui.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** Slipway's mark, in the colours of the mode; the word stands beside it as text. */
@Tag("slip-logo")
@JsModule("./elements/slip-logo.ts")
public class Logo extends Component implements HasStyle {}
