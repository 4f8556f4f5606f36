package dev.slipway.ui.settings;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.dom.Element;
import dev.slipway.ui.kit.Parts;
import dev.slipway.ui.kit.RoleWords;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The policy itself as a table: a row for each permission, in the order of the least role that has it. */
final class RolesCard extends Div {

    private static final long serialVersionUID = 1L;

    private static final List<Role> MIGHTIEST_FIRST =
            Arrays.stream(Role.values()).sorted(Comparator.reverseOrder()).toList();

    RolesCard() {
        addClassName("sheet");
        Element table = new Element("table");
        table.getClassList().add("roles");
        table.appendChild(head(), body());
        add(Parts.div("cardhead", new H2("What a role may do")));
        getElement().appendChild(table);
    }

    private static Element head() {
        Element row = new Element("tr");
        row.appendChild(new Element("td"));
        MIGHTIEST_FIRST.forEach(
                role -> row.appendChild(cell("th", RoleWords.word(role)).setAttribute("scope", "col")));
        return new Element("thead").appendChild(row);
    }

    private static Element body() {
        Element body = new Element("tbody");
        Arrays.stream(Permission.values())
                .sorted(Comparator.comparing(Permission::least))
                .forEach(permission -> body.appendChild(row(permission)));
        return body;
    }

    private static Element row(Permission permission) {
        Element row = new Element("tr");
        row.appendChild(cell("th", RoleWords.words(permission)).setAttribute("scope", "row"));
        for (Role role : MIGHTIEST_FIRST) {
            boolean may = role.compareTo(permission.least()) >= 0;
            Element mark = cell("span", may ? "✓" : "–").setAttribute("aria-hidden", "true");
            Element word = cell("span", may ? "yes" : "no");
            word.getClassList().add("sr");
            row.appendChild(new Element("td").appendChild(mark, word));
        }
        return row;
    }

    private static Element cell(String tag, String text) {
        Element cell = new Element(tag);
        cell.setText(text);
        return cell;
    }
}
