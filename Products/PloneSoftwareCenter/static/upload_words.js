/* What the upload form says: its words are translated by the server, and stand in its attributes. */

/* Return the words of a form, and how sizes are told in them. */
export const wordsOf = (form) => {
    const words = (name, values = {}) =>
        form.dataset[`psc${name}`].replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

    const inWords = (size) => {
        const isSmall = size < 2 ** 20;
        const number = Math.max(0.1, size / (isSmall ? 2 ** 10 : 2 ** 20)).toLocaleString(
            document.documentElement.lang || "en",
            { maximumFractionDigits: 1 },
        );
        return words(isSmall ? "Kilobytes" : "Megabytes", { number });
    };

    return { words, inWords };
};

export const element = (tag, className, text = "") => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
};
