/* Search as you type in lists of projects. They work without it, by the button. */

(() => {
    "use strict";

    /* Milliseconds after the last key: people type a name in one go. */
    const PAUSE = 250;
    /* Parts of a list's page that follow what is asked for. */
    const LIVE = ["psc-home", "psc-sort-part", "psc-results", "psc-filters"];

    /* The address that a form asks for, without what is empty. */
    const addressOf = (form) => {
        const asked = new URLSearchParams();
        for (const [name, value] of new FormData(form)) {
            if (value) {
                asked.append(name, value);
            }
        }
        const query = asked.toString();
        return form.action.split("?")[0] + (query ? `?${query}` : "");
    };

    /* Search as you type: the same page is asked for, and its parts are put in place. */
    const searchLive = (form) => {
        let pause = null;
        let asking = null;
        const told = document.getElementById("psc-told");

        const put = (html) => {
            const found = new DOMParser().parseFromString(html, "text/html");
            const focused = document.activeElement.id;
            for (const id of LIVE) {
                const part = found.getElementById(id);
                const place = document.getElementById(id);
                if (part && place) {
                    place.replaceWith(part);
                }
            }
            if (focused && document.activeElement.id !== focused) {
                /* Who sorts by keyboard stands in a part that was replaced. */
                document.getElementById(focused)?.focus();
            }
            /* A part that is new to the page is not read out; this one stays in it. */
            told.textContent = document.getElementById("psc-found").innerText;
            document.dispatchEvent(new Event("psc-replaced"));
        };

        /* What somebody types is one step back, not one for each letter. */
        let isPushed = false;
        let shown = location.pathname + location.search;
        const remember = (address) => {
            const { pathname, search } = new URL(address, location.href);
            if (pathname + search !== shown) {
                history[isPushed ? "replaceState" : "pushState"](null, "", address);
                isPushed = true;
                shown = pathname + search;
            }
        };
        window.addEventListener("popstate", () => {
            /* A link within the page comes by here, too. */
            if (location.pathname + location.search !== shown) {
                location.reload();
            }
        });

        const ask = async () => {
            const address = addressOf(form);
            if (asking) {
                asking.abort();
            }
            asking = new AbortController();
            const glue = address.includes("?") ? "&" : "?";
            try {
                const answer = await fetch(`${address}${glue}ajax_load=1`, {
                    signal: asking.signal,
                    headers: { Accept: "text/html" },
                });
                if (!answer.ok) {
                    throw new Error(answer.statusText);
                }
                put(await answer.text());
                remember(address);
            } catch (error) {
                if (error.name !== "AbortError") {
                    form.submit();
                }
            }
        };

        form.addEventListener("input", (event) => {
            clearTimeout(pause);
            pause = setTimeout(ask, event.target.type === "search" ? PAUSE : 0);
        });
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            clearTimeout(pause);
            ask();
        });
    };

    const begin = () => {
        document.querySelectorAll("form[data-psc-live]").forEach(searchLive);
    };

    if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", begin);
    } else {
        begin();
    }
})();
