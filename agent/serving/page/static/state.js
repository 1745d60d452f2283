// What this open page knows of its conversation. `visit` names it to the server and can't be guessed.
const name = () => Array.from(crypto.getRandomValues(new Uint8Array(24)), byte => byte.toString(16).padStart(2, "0")).join("");

export const state = {
  visit: name(), turn: 0, given: {}, without: [], firm: [], last: null, busy: false, editing: null, name: "",
};

export const anew = () => Object.assign(state, { visit: name(), given: {}, without: [], firm: [], last: null, editing: null, name: "" });
