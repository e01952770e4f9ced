// The script of public pages.
import { openPage } from "./page.js";

openPage();
