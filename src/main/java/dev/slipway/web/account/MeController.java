package dev.slipway.web.account;

import dev.slipway.account.Caller;
import dev.slipway.paging.PageRequest;
import dev.slipway.workspace.Workspaces;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/me")
class MeController {

    private final Workspaces workspaces;

    MeController(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    @GetMapping
    Me me(Caller caller) {
        List<Place> places = workspaces.list(caller, new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                .map(membership -> new Place(
                        membership.workspace().name().value(), membership.role().word()))
                .toList();
        return new Me(
                caller.user().name(), caller.user().displayName(), caller.user().admin(), places);
    }

    record Me(String name, String displayName, boolean admin, List<Place> workspaces) {}

    record Place(String name, String role) {}
}
