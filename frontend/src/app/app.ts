import { Component } from '@angular/core';

@Component({ selector: 'sb-app', template: `<h1>Signalbox</h1>` })
export class App {}
