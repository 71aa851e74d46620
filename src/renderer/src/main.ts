import './lib/no-eval.ts'
import { mount } from 'svelte'
import './styles/tokens.css'
import './styles/base.css'
import AppWindow from './App.svelte'
import { App } from './features/shell/app.svelte.ts'
import { chooseDoor } from './lib/doors.ts'

const app = new App()
const target = document.getElementById('app')
if (target) mount(AppWindow, { target, props: { app } })
app.connection.open(chooseDoor())
// For bench/browse.ts: no other build has it.
if (import.meta.env.VITE_BENCH) Object.assign(window, { haberdash: app })
