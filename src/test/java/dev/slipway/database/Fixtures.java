package dev.slipway.database;

import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.NewUser;
import dev.slipway.account.User;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Members;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.Workspace;
import dev.slipway.workspace.WorkspaceName;
import dev.slipway.workspace.Workspaces;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Users and workspaces for tests, made through the real services. {@code @OnBothDatabases(with = Fixtures.class)} and
 * {@code @Autowired Fixtures fixtures}.
 */
public class Fixtures {

    @Autowired
    private Accounts accounts;

    @Autowired
    private Workspaces workspaces;

    @Autowired
    private Members members;

    @Autowired
    private Access access;

    /** A user without a password, who is quick to make. */
    public User user(String name) {
        return accounts.findByName(name).orElseGet(() -> accounts.create(new NewUser(name, Optional.empty(), "")));
    }

    /** A workspace with an owner named {@code <name>-owner}. */
    public Workspace workspace(String name) {
        return workspaces.create(Caller.of(user(name + "-owner")), WorkspaceName.choose(name), "");
    }

    /** The seat of a user named {@code <workspace>-<role>} who has that role in the workspace. */
    public Seat seat(Workspace workspace, Role role) {
        Seat owner = seat(workspace, user(workspace.name() + "-owner"));
        if (role == Role.OWNER) {
            return owner;
        }
        User user = user(workspace.name() + "-" + role.word());
        members.put(owner, user.name(), role);
        return seat(workspace, user);
    }

    private Seat seat(Workspace workspace, User user) {
        return access.enter(Caller.of(user), workspace.name().value(), Permission.VIEW);
    }
}
