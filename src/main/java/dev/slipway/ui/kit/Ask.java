package dev.slipway.ui.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.slipway.refusal.Refusal;
import java.util.stream.Stream;

/**
 * A dialog with one thing to do. A refusal of that thing is shown in the dialog, which stays open; its other button is
 * always Close, since Cancel is a word for builds.
 */
public final class Ask extends Dialog {

    private static final long serialVersionUID = 1L;

    private final Button act;

    /** @param verb what the button does, for instance {@code Create project} */
    public Ask(String title, String verb, Runnable action, Component... content) {
        setHeaderTitle(title);
        setWidth("480px");
        setMaxWidth("calc(100vw - 24px)");
        Div refusal = new Div();
        Div body = Parts.div("stack asked", content);
        body.addComponentAsFirst(refusal);
        add(body);
        act = new Button(verb);
        act.addThemeVariants(ButtonVariant.PRIMARY);
        act.setDisableOnClick(true);
        act.addClickListener(click -> {
            refusal.removeAll();
            try {
                action.run();
                close();
            } catch (Refusal no) {
                refusal.add(Notice.failed(no.sentence(), ""));
            } finally {
                act.setEnabled(true);
            }
        });
        act.addClickShortcut(Key.ENTER).listenOn(this);
        Button close = new Button("Close", click -> close());
        getFooter().add(close, act);
    }

    /** For what can't be undone: the title repeats the name, {@code stays} says what is not touched. */
    public static Ask destructive(String title, String stays, String verb, Runnable action, Component... more) {
        Component[] content =
                Stream.concat(Stream.of(new Paragraph(stays)), Stream.of(more)).toArray(Component[]::new);
        Ask ask = new Ask(title, verb, action, content);
        ask.act.addThemeVariants(ButtonVariant.ERROR);
        return ask;
    }
}
