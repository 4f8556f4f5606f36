package client;

/** What cannot go on, in words fit for a person. */
@SuppressWarnings("serial")
public final class Refused extends RuntimeException {

    public Refused(String message) {
        super(message);
    }
}
