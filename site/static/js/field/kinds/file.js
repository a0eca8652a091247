// A document from the phone, kept as it is.

import { storedFile } from "./stored-file.js";

export const file = storedFile({ show: () => null });
