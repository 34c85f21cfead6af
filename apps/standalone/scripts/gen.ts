import { writeFileSync } from 'node:fs';
import { CONFIGURATION_PAGE, configurationPage } from '../src/configuration-page.ts';

writeFileSync(CONFIGURATION_PAGE, configurationPage());
