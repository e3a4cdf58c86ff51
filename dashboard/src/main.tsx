// Where the page begins.

import { render } from "preact";
import { App } from "./app";
import { wear } from "./pages/settings/theme";
import { listen } from "./router";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/parts.css";
import "./styles/plots.css";
import "./styles/pages.css";

wear();
listen();
const root = document.getElementById("page");
if (root) render(<App />, root);
